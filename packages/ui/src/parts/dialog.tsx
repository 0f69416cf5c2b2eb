import { type ReactNode, useEffect, useId, useRef } from "react";

/** The browser's own modal dialog: focus stays inside, Escape closes it and gives the focus back. */
export function Dialog({
  title,
  isOpen,
  onClose,
  children,
}: {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const box = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = box.current;
    if (dialog === null || dialog.open === isOpen) return;
    if (isOpen) dialog.showModal();
    else dialog.close();
  }, [isOpen]);
  return (
    <dialog className="dialog" ref={box} aria-labelledby={titleId} onClose={onClose}>
      <h2 className="title-s" id={titleId}>
        {title}
      </h2>
      {isOpen ? children : null}
    </dialog>
  );
}
