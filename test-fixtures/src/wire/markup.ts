/** What a reader sees of the few tags and entities that the corpus uses. */
export const plain = (text: string) =>
  text
    .replace(/<\/?(?:i|inf|sup)>/g, '')
    .replace(/&amp;/g, '&')
    .replace(/&plusmn;/g, '±');
