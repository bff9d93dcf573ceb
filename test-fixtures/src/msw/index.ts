export { elsevierHandler, mockedNetwork } from './network.ts';
