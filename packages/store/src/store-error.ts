/** Why a file of ours cannot be used: damaged, written by a later version, no room, no right, held by another for too long; or a run that another process has taken over. */
export type StoreFault = 'damaged' | 'newer' | 'full' | 'forbidden' | 'busy' | 'taken';

/** Something is wrong with what we keep, not with what was asked. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly fault: StoreFault;
  readonly path?: string;

  constructor(fault: StoreFault, message: string, { path, cause }: { readonly path?: string; readonly cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.fault = fault;
    if (path !== undefined) this.path = path;
  }
}
