import { defineConfig } from 'vitest/config';

const conditions = ['@scopekit/source'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['*.test.ts', '{packages,apps}/*/src/**/*.test.ts', 'test-fixtures/src/**/*.test.ts', 'examples/**/*.test.ts'],
    testTimeout: 20_000,
    execArgv: ['--conditions=@scopekit/source'],
  },
});
