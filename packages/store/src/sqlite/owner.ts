import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who has something: `pid@host#begun#once`, so that a process that died is told from one that works, also when its number is given again. */
export const ownerName = (): string => {
  const owner = `${process.pid}@${hostname()}#${begunAt(process.pid)}#${randomUUID()}`;
  ours.add(owner);
  return owner;
};

/** Who had something has put it down: it counts as gone from now on. */
export const putDown = (owner: string): void => void ours.delete(owner);

const ours = new Set<string>();

/** When a process began, where the system tells: on Linux, in ticks since that boot. */
function begunAt(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return `${boot}/${fields[19]}`;
  } catch {
    return '';
  }
}

/** Whether the process of an owner still works; one of another machine is taken for gone. */
export function isAlive(owner: string): boolean {
  const [, digits, host, begun] = /^(\d+)@(.*)#(.*)#[^#]*$/.exec(owner) ?? [];
  const pid = Number(digits);
  if (host !== hostname()) return false;
  if (pid === process.pid) return ours.has(owner);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return begun === begunAt(pid);
}
