interface Props {
  /** Seconds. */
  readonly left: number;
  readonly whole: number;
}

/** How long a code is still good, as a ring with its seconds. Screen readers are told by the code itself. */
export function CodeRing({ left, whole }: Props) {
  return (
    <svg viewBox="0 0 40 40" className={`size-10 ${left <= 5 ? 'text-warn' : 'text-accent'}`} aria-hidden>
      <circle cx="20" cy="20" r="17" fill="none" strokeWidth="3" className="stroke-line" />
      <circle
        cx="20"
        cy="20"
        r="17"
        fill="none"
        strokeWidth="3"
        stroke="currentColor"
        strokeLinecap="round"
        pathLength={whole}
        strokeDasharray={`${left} ${whole}`}
        transform="rotate(-90 20 20)"
      />
      <text x="20" y="24.5" textAnchor="middle" fontSize="13" className="fill-text font-semibold">
        {left}
      </text>
    </svg>
  );
}
