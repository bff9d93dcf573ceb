export { type Outside, run } from './run.ts';
