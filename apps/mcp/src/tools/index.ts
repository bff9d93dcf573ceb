import type { Tool } from '../tool.ts';
import { dedupeWorks } from './dedupe-works.ts';
import { elsevierQuota } from './elsevier-quota.ts';
import { exportWorks } from './export-works.ts';
import { scopusAffiliations, scopusAuthors, scopusCitations, scopusSources, scopusSubjects } from './profiles.ts';
import { readFile } from './read-file.ts';
import { sciencedirectAccess } from './sciencedirect-access.ts';
import { sciencedirectSearch } from './sciencedirect-search.ts';
import { scopusSearch } from './scopus-search.ts';
import { scopusWorks } from './scopus-works.ts';
import { surveyCancel, surveyStart, surveyStatus } from './survey.ts';

/** Needs the consent and the session of the user, who gives both on the command line. */
export const exportTool: Tool = exportWorks;
/** Reads a folder that the user named. */
export const readTool: Tool = readFile;

/** In the order they are listed. */
export const tools: readonly Tool[] = [
  scopusSearch,
  scopusWorks,
  scopusAuthors,
  scopusAffiliations,
  scopusSources,
  scopusCitations,
  scopusSubjects,
  elsevierQuota,
  sciencedirectSearch,
  sciencedirectAccess,
  surveyStart,
  surveyStatus,
  surveyCancel,
  dedupeWorks,
];

/** Every name that can be listed. */
export const toolNames: readonly string[] = [...tools, readTool, exportTool].map(({ name }) => name);
