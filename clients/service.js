// The service as its users meet it: started by its own command on a free port, with a register of its own.
import { execFile, spawn } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const clients = fileURLToPath(new URL('.', import.meta.url));
export const project = fileURLToPath(new URL('..', import.meta.url));
const command = process.env.CGET_API ?? join(project, '.venv', 'bin', 'cget-api');
const READY_WITHIN = 120_000;
const STOPPED_WITHIN = 15_000;

/** Gives addresses, the process id, and `stop`, which must be awaited. `settings` are variables of docs/settings.md. */
export async function startService(settings = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'cget-clients-'));
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('CGET_'))),
    CGET_HOST: '127.0.0.1',
    CGET_PORT: '0',
    CGET_DATABASE_URL: `sqlite:///${join(folder, 'register.sqlite')}`,
    ...settings,
  };
  const child = started(command, ['serve'], { env });
  const stop = async () => {
    await ended(child, STOPPED_WITHIN);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const [, base] = await said(child, /^serving on (http:\/\/127\.0\.0\.1:\d+)\/$/m, READY_WITHIN);
    const graphql = `${base}/graphql`;
    return {
      base,
      graphql,
      webSocket: graphql.replace(/^http/, 'ws'),
      pid: child.pid,
      post: (body, accept) => posted(graphql, body, accept),
      ask: (query, variables) => asked(graphql, query, variables),
      record: (message) => recorded(folder, env, message),
      stop,
    };
  } catch (failure) {
    await stop();
    throw failure;
  }
}

/** Has another process record a revision: what is shipped, and one source more, of which `message` is the title. */
async function recorded(folder, env, message) {
  const seeds = await mkdtemp(join(folder, 'seeds-'));
  await cp(join(project, 'seeds'), seeds, { recursive: true });
  await writeFile(join(seeds, 'sources', 'un-texte-de-plus.yaml'), `source_kind: OTHER\ntitle: ${message}\n`);
  const apply = ['seed', 'apply', '--author', 'Somebody else', '--message', message];
  await promisify(execFile)(command, apply, { env: { ...env, CGET_SEEDS: seeds } });
}

async function posted(graphql, body, accept = 'application/json') {
  const response = await fetch(graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

/** The data of a query; throws what the service had against it. */
async function asked(graphql, query, variables) {
  const { status, body } = await posted(graphql, { query, variables });
  if (body.errors) throw new Error(`HTTP ${status}: ${JSON.stringify(body.errors)}`);
  return body.data;
}

/** What a program of `node_modules` prints, given `input`; throws with all of it where the program fails. */
export async function run(program, parameters, input = '') {
  const running = promisify(execFile)(join(clients, 'node_modules', '.bin', program), parameters, { cwd: clients });
  running.child.stdin.on('error', () => {}).end(input);
  try {
    return (await running).stdout;
  } catch ({ message, stdout, stderr }) {
    throw new Error([message, stdout, stderr].join('\n'));
  }
}

/** A process that ends when this one does. */
export function started(file, parameters, options) {
  const child = spawn(file, parameters, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => child.kill('SIGCONT') && child.kill('SIGTERM');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  return child;
}
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/** Waits until a process prints what `pattern` finds; throws with all that it printed if it ends or is too slow. */
export function said(child, pattern, within) {
  let printed = '';
  return new Promise((resolve, reject) => {
    const fail = (why) => {
      clearTimeout(timer);
      reject(new Error(`${child.spawnfile} ${why}. It printed:\n${printed}`));
    };
    const timer = setTimeout(() => fail(`was not ready within ${within} ms`), within);
    const listen = (chunk) => {
      printed += chunk;
      const found = pattern.exec(printed);
      if (!found) return;
      clearTimeout(timer);
      // What it prints from here on is read, lest it wait for a reader, and forgotten.
      for (const stream of [child.stdout, child.stderr]) stream.off('data', listen).resume();
      resolve(found);
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', listen);
    child.once('error', (error) => fail(`could not be started (${error.message}); \`make test-clients\` installs it`));
    child.once('exit', (status, signal) => fail(`ended (${signal ?? status})`));
  });
}

/** Asks a process to end by its id, and insists after a while. */
export async function ended(child, within) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGCONT');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), within);
  await exited;
  clearTimeout(timer);
}

/** `fetch` that writes down what went over the wire, for clients that take one. */
export function recordingFetch(record) {
  return async (url, options = {}) => {
    const response = await fetch(url, options);
    const asked = new URL(url);
    const body = options.body ? JSON.parse(options.body) : Object.fromEntries(asked.searchParams);
    record.push({
      method: (options.method ?? 'GET').toUpperCase(),
      accept: new Headers(options.headers).get('accept'),
      sendsQuery: Boolean(body.query),
      status: response.status,
      contentType: response.headers.get('content-type'),
    });
    return response;
  };
}
