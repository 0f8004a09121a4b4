// What is installed for these tests: one known release of each package, and no address of where it is from.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { clients } from './service.js';

const read = (file) => readFile(join(clients, file), 'utf8');

test('every package that is asked for is asked for at one release', async () => {
  const { devDependencies, overrides } = JSON.parse(await read('package.json'));
  for (const [name, version] of Object.entries({ ...devDependencies, ...overrides })) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
  }
});

test('the lock knows each package by a digest, and by no address', async () => {
  const text = await read('package-lock.json');
  assert.doesNotMatch(text, /:\/\/|"resolved"/);
  const { '': root, ...packages } = JSON.parse(text).packages;
  assert.deepEqual(root.devDependencies, JSON.parse(await read('package.json')).devDependencies);
  for (const [name, { integrity, bundled, inBundle }] of Object.entries(packages)) {
    assert.ok(integrity?.startsWith('sha512-') || bundled || inBundle, name);
  }
});

test('every Python package is pinned with its digests, and by no address', async () => {
  const [, text] = /^(?:#.*\n)+((?:.*\n)+)$/.exec(await read('requirements.txt'));
  const packages = text.split(/(?<=\n)(?=\S)/);
  assert.ok(packages.length > 2);
  const pin = /^[a-z0-9-]+(\[[a-z, ]+\])?==[^\s]+( ; [^\\\n]+)?( \\\n {4}--hash=sha256:[0-9a-f]{64})+\n$/;
  for (const one of packages) assert.match(one, pin);
});
