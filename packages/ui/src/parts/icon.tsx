const PATHS = {
  check: "M4.5 12.5l5 5 10-11",
  clock: "M12 7v5l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z",
  phone: "M6 3h3l1.5 5-2 1.5a12 12 0 0 0 6 6l1.5-2 5 1.5v3a2 2 0 0 1-2.2 2A17 17 0 0 1 4 5.2 2 2 0 0 1 6 3Z",
  note: "M12 11v5M12 7.5v.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM20 20l-4-4",
  back: "M14.5 5.5 8 12l6.5 6.5",
  stop: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM5.6 5.6l12.8 12.8",
  warn: "M12 8v5M12 16.5v.01M10.3 3.9 2.4 17.6A2 2 0 0 0 4.1 20.6h15.8a2 2 0 0 0 1.7-3L13.7 3.9a2 2 0 0 0-3.4 0Z",
  minus: "M6 12h12",
  cross: "M6 6l12 12M18 6L6 18",
} as const;

export type IconName = keyof typeof PATHS;

/** A drawing beside words that say the same: hidden from screen readers. */
export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);

export const Bell = () => (
  <svg viewBox="0 0 32 32" aria-hidden="true">
    <path
      fill="currentColor"
      fillRule="evenodd"
      d="M16 .8a3.2 3.2 0 0 1 2.5 5.2c4.2.9 6.4 4.2 6.8 8.6.3 3.9 1.1 6.4 3.7 8.6H3c2.6-2.2 3.4-4.7 3.7-8.6.4-4.4 2.6-7.7 6.8-8.6A3.2 3.2 0 0 1 16 .8Zm0 2a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4ZM9.27 16.73L14.83 22.29L23.05 12.1L20.55 10.1L14.57 17.51L11.53 14.47ZM3 25.2h26a1 1 0 0 1 1 1v3.2a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1v-3.2a1 1 0 0 1 1-1Z"
    />
  </svg>
);
