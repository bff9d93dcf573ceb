import { z } from 'zod';

/** A list as people type it: `doi,abstract`; or as programs give it. */
export const commaList = <Item extends z.ZodType<unknown, string>>(item: Item) =>
  z.preprocess(
    (value) =>
      typeof value === 'string'
        ? value
            .split(',')
            .map((part) => part.trim())
            .filter(Boolean)
        : value,
    z.array(item),
  );
