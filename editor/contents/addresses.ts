/** E-mail addresses out of what somebody typed or pasted, and what is none. */
export function addressesIn(text: string): { addresses: string[]; odd: string[] } {
  const words = [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
  const sound = (word: string) => /^[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]{2,}$/.test(word);
  return { addresses: words.filter(sound), odd: words.filter((word) => !sound(word)) };
}
