import { api } from './en/api.ts';
import { errors } from './en/error.ts';
import { shell } from './en/shell.ts';
import { signIn } from './en/sign-in.ts';

/** The English catalogue: one file an area. Other languages have the same shape. */
export const en = { api, errors, shell, signIn } as const;
