import { createHash } from 'node:crypto';
import { type Clock, ElsevierError, type HttpAnswer, jsonOf, ofStore } from '@scopekit/elsevier-http';
import { StoreError } from '@scopekit/store';
import { z } from 'zod';
import type { ChunkQuestion } from './export-works.ts';
import type { AskGateway, GatewayAsk, Question } from './gateway.ts';
import { scopusOrigin } from './session.ts';

/**
 * The newer addresses of the page, which export by jobs (2025 and later): begin a job, look whether it is done, ask for the
 * address of its file, fetch that. Built from descriptions by others: nobody has recorded whole answers.
 */
const root = '/gateway/export-service-reactive/export';

const Begun = z.looseObject({ bulkExportId: z.union([z.string(), z.number()]).transform(String) });
const Jobs = z.looseObject({
  jobs: z.array(z.looseObject({ jobId: z.union([z.string(), z.number()]).transform(String), status: z.string() })),
});
const Address = z.looseObject({ presignedUrl: z.string() });

/** Others saw jobs of two thousand works take five minutes; these have a hundred. */
const patienceMs = 10 * 60 * 1000;

/**
 * A file is kept by the run under what was asked; the steps that lead to it are not, as they change each time.
 *
 * @throws ElsevierError `server` when the job fails or does not end; it is not begun a second time, as two jobs for one query
 * disturb each other.
 */
export async function exportByJob(
  ask: AskGateway,
  { eids, format, groups, verify }: ChunkQuestion,
  { run, ...options }: GatewayAsk,
  clock: Clock,
): Promise<HttpAnswer> {
  const name = createHash('sha256')
    .update(JSON.stringify(['bulk job', format, groups, eids]))
    .digest('hex');
  const kept = await told(async () => run?.answer(name));
  if (kept) return { ...kept, url: scopusOrigin + root, answeredAt: kept.storedAt };
  const question = <Shape extends z.ZodType>(shape: Shape, asked: Omit<Question, 'api' | 'expected'>) =>
    ask({ api: 'gateway.job', expected: 'json', ...asked }, options).then((answer) => shaped(shape, answer));

  const query = eids.map((eid) => `EID(${eid})`).join(' OR ');
  const { bulkExportId: id } = await question(Begun, {
    method: 'POST',
    path: `${root}/bulk-job/initiate`,
    body: {
      searchRequest: { query, documentClassification: 'PRIMARY', resultSet: { offset: 0, itemCount: eids.length } },
      fileType: format,
      exportType: 'PUBLICATION',
      fieldGroupIdentifiers: groups,
      locale: 'en-US',
      userQuery: query,
    },
    works: eids.length,
  });
  const until = clock.now() + patienceMs;
  for (let status: string | undefined; status !== 'COMPLETED'; ) {
    const { jobs } = await question(Jobs, { method: 'GET', path: `${root}/bulk-jobs` });
    status = jobs.find(({ jobId }) => jobId === id)?.status.toUpperCase();
    if (status === 'FAILED' || clock.now() > until) throw failed(status);
  }
  const { presignedUrl } = await question(Address, { method: 'POST', path: `${root}/bulk-job/${encodeURIComponent(id)}/generate-url` });
  const answer = await ask({ api: 'gateway.download', method: 'GET', path: fileAddress(presignedUrl), expected: format, verify }, options);
  const { status, headers, body } = answer;
  await told(async () => run?.keep(name, { status, headers, body, storedAt: answer.answeredAt ?? clock.now() }));
  return answer;
}

/** What is wrong with our own files is told like every other failure. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((error: unknown) => {
    throw error instanceof StoreError ? ofStore(error) : error;
  });
}

/** The file lies at another host, which gets no cookie; yet not over an open line. */
function fileAddress(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && (url.protocol === 'https:' || url.hostname === '127.0.0.1' || url.hostname === 'localhost')) return url.href;
  throw new ElsevierError({ reason: 'unreadable', message: 'The address of the exported file is none that can be asked safely.', api: 'gateway.job' });
}

const failed = (status: string | undefined) =>
  new ElsevierError({
    reason: 'server',
    message: `Scopus did not finish the export job (${status?.toLowerCase() ?? 'it is not in its list'}).`,
    next: 'Go on later, or use the older way: --strategy legacy.',
    api: 'gateway.job',
  });

function shaped<Shape extends z.ZodType>(shape: Shape, answer: HttpAnswer): z.output<Shape> {
  const read = shape.safeParse(jsonOf(answer));
  if (read.success) return read.data;
  throw new ElsevierError({
    reason: 'unreadable',
    message: 'The answer about an export job is not of the expected shape.',
    api: 'gateway.job',
    url: answer.url,
  });
}
