export { elsevierHandler, mockedNetwork, scopusHandler } from './network.ts';
