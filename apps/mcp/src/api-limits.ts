import { apis } from '@scopekit/operations';

/** What a key may ask a second and a week, as Elsevier documents it. */
export function apiLimits(): string {
  const lines = Object.values(apis).map(({ name, perSecond, weeklyQuota }) => `| ${name} | ${perSecond} | ${weeklyQuota.toLocaleString('en')} |`);
  return `# Limits of a key

As documented; elsevier_quota tells what is left. A search pages to 5,000 works; surveys go beyond by cursor where the key may.

| API | a second | a week |
| --- | --- | --- |
${[...new Set(lines)].join('\n')}
`;
}
