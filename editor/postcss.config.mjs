/** Tailwind, which Next runs over the style sheets. */
export default { plugins: { '@tailwindcss/postcss': {} } };
