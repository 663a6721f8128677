/** A balance, drawn here so that nothing is fetched. */
export function Logo() {
  return (
    <svg
      width="26"
      height="26"
      viewBox="0 0 26 26"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M13 4v17M8 22h10M5 8h16M5 8l-3 7h6zM21 8l-3 7h6z" strokeLinejoin="round" />
    </svg>
  );
}
