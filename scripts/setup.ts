import { resolve } from 'node:path';
import { createInterface, type Interface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config.ts';
import { AppError } from '../src/domain/errors.ts';
import { readEnvFile, writeEnvFile } from './env-file.ts';
import { QUESTIONS, type Question } from './setup-questions.ts';

const HELP = `Usage: npm run setup -- [--all] [--file .env]

Asks for the settings that are missing, checks each at once, and writes them to .env, which npm start and npm run deploy
read. Secrets that can be made are made. An empty answer leaves an optional setting out.

  --all   also asks for optional settings that are missing, and for those that are set`;

const { values } = parseArgs({
  options: { all: { type: 'boolean' }, file: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});

/** What is wrong with one value, or null. */
function problemOf(name: string, value: string): string | null {
  try {
    readConfig({ [name]: value });
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.fields[name] ?? null;
    throw error;
  }
}

async function answer(terminal: Interface, question: Question, known: string | undefined): Promise<string | null> {
  const { asks, made, name, needed } = question;
  const hint = known ? ' (Enter keeps what is set)' : needed && !made ? '' : ' (Enter to skip)';
  for (;;) {
    const given = (await terminal.question(`\n${asks}${hint}\n${name}: `)).trim();
    const value = given || known || made?.() || '';
    if (value === '' && !needed) return null;
    const problem = value === '' ? 'is needed' : problemOf(name, value);
    if (problem === null) return value;
    console.log(`${name} ${problem}.`);
  }
}

async function askAll(questions: readonly Question[], known: Record<string, string>): Promise<Record<string, string>> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const given: Record<string, string> = {};
  terminal.once('close', () => {
    if (!isDone) console.log('\nStopped. Nothing was written.');
  });
  let isDone = false;
  for (const question of questions) {
    if (question.unless && (given[question.unless] ?? known[question.unless])) continue;
    const value = await answer(terminal, question, known[question.name]);
    if (value !== null) given[question.name] = value;
  }
  isDone = true;
  terminal.close();
  return given;
}

async function main(): Promise<void> {
  if (values.help) return console.log(HELP);
  const path = resolve(process.env.INIT_CWD ?? '.', values.file ?? '.env');
  const known = readEnvFile(path);
  const isOpen = ({ name, needed, unless }: Question) =>
    values.all || (needed && !(unless && known[unless]) && (!known[name] || problemOf(name, known[name])));
  // The first set-up asks for everything; later ones only for what is missing.
  const questions = Object.keys(known).length === 0 ? QUESTIONS : QUESTIONS.filter(isOpen);
  if (questions.length === 0) return console.log(`${path} is complete. Change it with --all, or by hand.`);
  if (!process.stdin.isTTY) {
    const names = questions.filter(({ needed, made }) => needed && !made).map(({ name }) => name);
    throw new Error(`Missing in ${path}: ${names.join(', ')}. Run npm run setup in a terminal, or write them there.`);
  }
  writeEnvFile(path, await askAll(questions, known));
  console.log(`\nWritten to ${path}. Next: npm start, or npm run deploy; then npm run doctor.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
