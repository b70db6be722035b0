/** The mark: a path with its milestones. */
export function Mark({ className = 'size-7' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" className="fill-primary" />
      <path
        d="M7 22h6.5a4 4 0 0 0 4-4v-4a4 4 0 0 1 4-4H25"
        className="fill-none stroke-primary-foreground"
        strokeWidth="2.4"
      />
      <circle cx="7.5" cy="22" r="3" className="fill-primary-foreground" />
      <circle cx="17.5" cy="16" r="3" className="fill-primary-foreground" />
      <circle cx="24.5" cy="10" r="3" className="fill-primary-foreground" />
    </svg>
  );
}
