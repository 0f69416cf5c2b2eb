import bell from "@veche/ui/favicon.svg";

const CENTRE = 200;
const RINGS = 11;
const INNERMOST = 46;
const GAP = 15;
/** Each ring begins elsewhere, so that no rows show. */
const TURN_DEGREES = 111.7;
/** Place of the reader: ring and dot. */
const YOU = { ring: 5, dot: 1 };

type Dot = { readonly x: number; readonly y: number; readonly isYou: boolean };

/** The assembly around its bell, one of the dots being the reader. Decoration: it stands on the first page only. */
export const Rings = () => (
  <svg className="rings" viewBox="0 0 400 400" aria-hidden="true" fill="currentColor">
    {DOTS.map(({ x, y, isYou }) => (
      <circle key={`${x} ${y}`} cx={x} cy={y} r={isYou ? 6 : 2.2} {...(isYou ? { className: "you" } : {})} />
    ))}
    <image href={bell} x="169.6" y="168" width="60.8" height="60.8" />
  </svg>
);

const DOTS: readonly Dot[] = Array.from({ length: RINGS }, (_, ring) => ring).flatMap(dotsOf);

function dotsOf(ring: number): readonly Dot[] {
  const radius = INNERMOST + GAP * ring;
  const count = Math.round((2 * Math.PI * radius) / GAP);
  const start = (-17.2 + TURN_DEGREES * ring) * (Math.PI / 180);
  return Array.from({ length: count }, (_, dot) => {
    const angle = start + (2 * Math.PI * dot) / count;
    const place = (offset: number): number => Math.round((CENTRE + offset) * 10) / 10;
    return {
      x: place(radius * Math.cos(angle)),
      y: place(radius * Math.sin(angle)),
      isYou: ring === YOU.ring && dot === YOU.dot,
    };
  });
}
