/** A secret as it may leak: plain, percent, base64 (but for its end, which what follows changes), hex, JSON, markup; a token also by its parts. */
export const encodings = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64').slice(0, -4),
  Buffer.from(secret).toString('hex'),
  JSON.stringify(secret).slice(1, -1),
  secret.replaceAll('&', '&amp;'),
  ...(secret.startsWith('eyJ') ? secret.split('.') : []),
];
