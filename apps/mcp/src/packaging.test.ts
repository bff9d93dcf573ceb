import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { version } from '@scopekit/operations';
import { expect, test } from 'vitest';
import { tools } from './tools/index.ts';

const text = (file: string) => readFileSync(resolve(import.meta.dirname, '..', file), 'utf8');
const json = (file: string) => JSON.parse(text(file));
const own = json('package.json');

test('every list that the server stands in has its version and its name', () => {
  const { name, version: listed, packages } = json('server.json');
  const bundle = json('mcpb/manifest.json');
  expect([own.version, listed, packages[0].version, bundle.version]).toEqual(Array(4).fill(version));
  expect([name, packages[0].identifier]).toEqual([own.mcpName, own.name]);
  expect(text('Dockerfile')).toContain(`io.modelcontextprotocol.server.name="${own.mcpName}"`);
});

test('keys are secrets in all of them, and stand in no argument', () => {
  const [{ environmentVariables }] = json('server.json').packages;
  const { user_config: asked, server } = json('mcpb/manifest.json');
  expect(environmentVariables.map(({ name, isSecret }: { name: string; isSecret: boolean }) => [name, isSecret])).toEqual([
    ['ELSEVIER_API_KEY', true],
    ['ELSEVIER_INSTTOKEN', true],
  ]);
  expect([asked.api_key.sensitive, asked.insttoken.sensitive, server.mcp_config.args.join().includes('api_key')]).toEqual([true, true, false]);
});

test('the bundle lists the tools that there are', () => {
  expect(json('mcpb/manifest.json').tools).toEqual(tools.map(({ name, title }) => ({ name, description: title })));
});

test('the container runs as nobody in particular, and what is copied is what is built', () => {
  const docker = text('Dockerfile');
  const [bin] = Object.values(own.bin as Record<string, string>);
  expect(docker).toMatch(/^USER node$/m);
  expect(docker).toContain(`/app/${bin?.split('/').at(-1)}`);
  expect(docker.indexOf('USER node')).toBeLessThan(docker.indexOf('ENTRYPOINT'));
});

test('the settings for hosts are JSON that names this package', () => {
  const blocks = [...text('README.md').matchAll(/```json\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  expect(blocks.length).toBeGreaterThanOrEqual(4);
  for (const block of blocks) expect(JSON.stringify(JSON.parse(block))).toMatch(/@scopekit\/mcp|\/mcp"/);
});
