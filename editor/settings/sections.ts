/** The settings' sections, each with an address of its own. */
export const SECTIONS = [
  { name: 'company', href: '/settings' },
  { name: 'people', href: '/settings/people' },
  { name: 'keys', href: '/settings/keys' },
  { name: 'attributes', href: '/settings/attributes' },
  { name: 'audit', href: '/settings/audit' },
] as const;
