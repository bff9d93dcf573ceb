import { defineConfig } from 'vitest/config';

const conditions = ['@scopekit/source'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['*.test.ts', '{packages,apps}/*/src/**/*.test.ts', 'test-fixtures/src/**/*.test.ts', 'examples/**/*.test.ts'],
    testTimeout: 20_000,
    // many tests wait for real pauses: all cores have time for them
    maxWorkers: '100%',
    execArgv: ['--conditions=@scopekit/source'],
  },
});
