import { sandboxKeys, startSandbox } from '@scopekit/test-fixtures';
import { expect, test } from 'vitest';
import { createScopekit, operations, toolDefinitions } from './index.ts';

test('operations are tools for any framework: a name, a schema, and what does it', async () => {
  const sandbox = await startSandbox();
  const scopekit = createScopekit({ credentials: [{ key: sandboxKeys.subscriber }], baseUrl: sandbox.url });
  const all = toolDefinitions(scopekit);
  expect(all).toHaveLength(Object.keys(operations).length);
  for (const { name, description, inputSchema } of all) {
    expect(name).toMatch(/^[a-z_]{1,40}$/);
    expect(description).toMatch(/^[A-Z].*\.$/);
    expect(inputSchema).toMatchObject({ type: 'object', properties: expect.any(Object) });
  }
  const [search] = toolDefinitions(scopekit, ['search']);
  expect(search?.inputSchema).toMatchObject({
    required: ['query'],
    properties: { query: { type: 'string', description: expect.stringContaining('Scopus syntax') } },
  });
  expect(await search?.run({ query: 'TITLE(coral)', limit: 2 })).toMatchObject({ shown: 2, works: [expect.any(Object), expect.any(Object)] });
  await expect(search?.run({ limit: 2 })).rejects.toMatchObject({ reason: 'bad-input', message: 'query is missing.' });
  await scopekit.close();
  await sandbox.close();
});
