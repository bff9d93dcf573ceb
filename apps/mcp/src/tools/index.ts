import type { Tool } from '../tool.ts';
import { elsevierQuota } from './elsevier-quota.ts';
import { readFile } from './read-file.ts';
import { scopusSearch } from './scopus-search.ts';
import { scopusWorks } from './scopus-works.ts';
import { surveyStart, surveyStatus } from './survey.ts';

/** In the order they are listed. */
export const tools: readonly Tool[] = [scopusSearch, scopusWorks, surveyStart, surveyStatus, readFile, elsevierQuota];
