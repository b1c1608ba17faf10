import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { readConfig } from '../src/config.ts';
import { AppError } from '../src/domain/errors.ts';
import { fromPerson, readArguments, runCommand } from './command.ts';
import { readEnvFile, writeEnvFile } from './env-file.ts';
import { QUESTIONS, type Question } from './setup-questions.ts';

const HELP = `Usage: npm run setup -- [--all] [--file .env]

Asks for the settings that are missing, checks each at once, and writes them to .env, which npm start and npm run deploy
read. Secrets that can be made are made. An empty answer leaves an optional setting out.

  --all   also asks for optional settings that are missing, and for those that are set`;

const { values } = readArguments(HELP, {
  options: { all: { type: 'boolean' }, file: { type: 'string' } },
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

/** Lines as they are typed, also those that were pasted or piped in before they are asked for; null at the end of them. */
interface Terminal {
  ask(text: string): Promise<string | null>;
  close(): void;
}

function openTerminal(): Terminal {
  const isTerminal = process.stdin.isTTY === true;
  const reader = createInterface({ input: process.stdin, output: process.stdout, terminal: isTerminal });
  const stop = () => {
    process.exitCode = 130;
    reader.close();
  };
  // A terminal that is read by lines gives Ctrl-C to the reader.
  reader.once('SIGINT', stop);
  process.once('SIGINT', stop);
  const lines = reader[Symbol.asyncIterator]();
  return {
    async ask(text) {
      reader.setPrompt(text);
      reader.prompt();
      const { done, value } = await lines.next();
      return done ? null : value.trim();
    },
    close: () => reader.close(),
  };
}

/** The value of one setting; null where it is left out. Throws where nobody answers any more. */
async function answer(terminal: Terminal, question: Question, known: string | undefined): Promise<string | null> {
  const { asks, made, name, needed } = question;
  const hint = known ? ' (Enter keeps what is set)' : needed && !made ? '' : ' (Enter to skip)';
  console.log(`\n${asks}${hint}`);
  for (;;) {
    const given = await terminal.ask(`${name}: `);
    if (given === null) throw new Error('\nStopped. Nothing was written.');
    const value = given || known || made?.() || '';
    if (value === '' && !needed) return null;
    const problem = value === '' ? 'is needed' : problemOf(name, value);
    if (problem === null) return value;
    console.log(`${name} ${problem}.`);
  }
}

async function askAll(questions: readonly Question[], known: Record<string, string>): Promise<Record<string, string>> {
  const terminal = openTerminal();
  const given: Record<string, string> = {};
  try {
    for (const question of questions) {
      if (question.unless && (given[question.unless] ?? known[question.unless])) continue;
      const value = await answer(terminal, question, known[question.name]);
      if (value !== null) given[question.name] = value;
    }
  } finally {
    terminal.close();
  }
  return given;
}

async function main(): Promise<void> {
  // As npm start and npm run deploy read it, wherever the person stands.
  const path = values.file === undefined ? resolve('.env') : fromPerson(values.file);
  const known = readEnvFile(path);
  const isOpen = ({ name, needed, unless }: Question) =>
    values.all || (needed && !(unless && known[unless]) && (!known[name] || problemOf(name, known[name])));
  // The first set-up asks for everything; later ones only for what is missing.
  const questions = Object.keys(known).length === 0 ? QUESTIONS : QUESTIONS.filter(isOpen);
  if (questions.length === 0) return console.log(`${path} is complete. Change it with --all, or by hand.`);
  const names = questions.filter(({ needed, made }) => needed && !made).map(({ name }) => name);
  if (!process.stdin.isTTY && names.length > 0) {
    console.log(`Asking for ${names.join(', ')}. Without a terminal, a line of input answers each question.`);
  }
  writeEnvFile(path, await askAll(questions, known));
  console.log(`\nWritten to ${path}. Next: npm start, or npm run deploy; then npm run doctor.`);
}

runCommand(main);
