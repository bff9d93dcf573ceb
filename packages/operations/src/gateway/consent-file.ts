import { access } from 'node:fs/promises';
import { join } from 'node:path';

/** The name of the file that records that somebody agreed to the terms of the web export. */
export const consentFile = 'gateway-terms.toml';

/** Whether there is such a record, whatever is in it: without one the export is off, and nothing else need be looked at. */
export const mayHaveAgreed = async (stateFolder: string | undefined): Promise<boolean> =>
  stateFolder !== undefined &&
  (await access(join(stateFolder, consentFile)).then(
    () => true,
    () => false,
  ));
