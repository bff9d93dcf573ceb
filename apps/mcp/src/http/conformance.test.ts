import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { served } from '../testing.ts';
import { startConformanceFixture } from './conformance-fixture.ts';

const program = join(dirname(createRequire(import.meta.url).resolve('@modelcontextprotocol/conformance/package.json')), 'dist/index.js');

/** Runs the protocol's own checks against a server; those that need what only a fixture has may fail. */
function checked(url: string, requirements: string, mayFail: readonly string[] = []): Promise<{ code: number | null; out: string }> {
  const baseline = join(mkdtempSync(join(tmpdir(), 'scopekit-conformance-')), 'baseline.yml');
  writeFileSync(baseline, ['server:', ...mayFail.map((scenario) => `  - ${scenario}`)].join('\n'));
  const words = ['server', '--url', url, '--requirements', requirements, ...(mayFail.length ? ['--expected-failures', baseline] : [])];
  const child = spawn(process.execPath, [program, ...words], { cwd: tmpdir() });
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      out += chunk;
    });
  return new Promise((done) => child.on('close', (code) => done({ code, out: out.slice(-2_000) })));
}

/** Scenarios of 2025-11-25 that call tools, resources and prompts of a fixture, resume streams, or need a session. */
const ofFixtures2025 = `completion-complete tools-call-simple-text tools-call-image tools-call-audio tools-call-embedded-resource tools-call-mixed-content
  tools-call-with-logging tools-call-error tools-call-with-progress tools-call-sampling tools-call-elicitation elicitation-sep1034-defaults
  elicitation-sep1330-enums resources-read-text resources-read-binary resources-templates-read resources-subscribe resources-unsubscribe
  prompts-get-simple prompts-get-with-args prompts-get-embedded-resource prompts-get-with-image json-schema-2020-12 server-sse-multiple-streams`.split(/\s+/);

/** The same of 2026-07-28, and the extension for tasks, which needs a server that offers it. */
const ofFixtures2026 = [
  ...`server-stateless completion-complete tools-call-simple-text tools-call-image tools-call-audio tools-call-embedded-resource tools-call-mixed-content
  tools-call-error tools-call-with-progress resources-read-text resources-read-binary resources-templates-read prompts-get-simple prompts-get-with-args
  prompts-get-embedded-resource prompts-get-with-image json-schema-2020-12 http-custom-header-server-validation`.split(/\s+/),
  ...`basic-elicitation basic-sampling basic-list-roots request-state multiple-input-requests multi-round non-tool-request result-type tampered-state
  capability-check missing-input-response ignore-extra-params`
    .split(/\s+/)
    .map((name) => `input-required-result-${name}`),
  ...`lifecycle capability-negotiation wire-fields request-state-removal mrtr-input request-headers dispatch-and-envelope required-task-error mrtr-composition`
    .split(/\s+/)
    .map((name) => `tasks-${name}`),
];

const revisions = ['2025-11-25', '2026-07-28'] as const;

test.for(revisions)('our HTTP entry conforms to %s in all that a server can show', { timeout: 90_000 }, async (revision) => {
  const { url, close } = await startConformanceFixture();
  expect(await checked(url, revision)).toMatchObject({ code: 0 });
  await close();
});

test.for([
  ['2025-11-25', ofFixtures2025],
  ['2026-07-28', ofFixtures2026],
] as const)('the server itself conforms to %s in all that needs no fixture', { timeout: 90_000 }, async ([revision, ofFixtures]) => {
  const { url, close } = await served({ folder: mkdtempSync(join(tmpdir(), 'scopekit-mcp-')) });
  expect(await checked(url, revision, ofFixtures)).toMatchObject({ code: 0 });
  await close();
});
