export { type Outside, run } from './run.ts';
export { buildServer, type ServerOptions } from './server.ts';
