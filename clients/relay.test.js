// Relay: its compiler on the contract, and its store over many days, refetched by node and grown page by page.
import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import runtime from 'relay-runtime';
import { clients, run, startService } from './service.js';

const {
  Environment,
  Network,
  RecordSource,
  Store,
  createOperationDescriptor,
  fetchQuery,
  getSingularSelector,
} = runtime;
const generated = join(clients, '__generated__', 'relay');
const persisted = join(clients, '__generated__', 'relay-persisted');
const artifact = (name, folder = generated) => createRequire(import.meta.url)(join(folder, `${name}.graphql.js`));
const [EARLY, LATE] = ['2015-11-24', '2018-06-01'];
let service;

before(async () => {
  for (const folder of [generated, persisted]) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{ "type": "commonjs" }');
  }
});
before(async () => (service = await startService()));
after(() => service?.stop());

/** A store of its own; `commits` is what the service is asked, in order. */
function newEnvironment() {
  const asked = [];
  const environment = new Environment({
    network: Network.create(async ({ name, text }, variables) => {
      asked.push(name);
      return { data: await service.ask(text, variables) };
    }),
    store: new Store(new RecordSource()),
  });
  return { environment, asked };
}

/** Keeps what an operation asks for, as a component on the screen does, and gives its data out of the store. */
function shown(environment, query, variables) {
  const operation = createOperationDescriptor(query, variables);
  environment.retain(operation);
  const { data, isMissingData } = environment.lookup(operation.fragment);
  assert.equal(isMissingData, false);
  return data;
}

function fragmentData(environment, fragment, reference) {
  const { data, isMissingData } = environment.lookup(getSingularSelector(fragment, reference));
  assert.equal(isMissingData, false);
  return data;
}

async function fetched(environment, query, variables) {
  environment.retain(createOperationDescriptor(query, variables));
  return fetchQuery(environment, query, variables, { fetchPolicy: 'network-only' }).toPromise();
}

test('the compiler takes interfaces, connections and refetchable fragments of the contract', async () => {
  await run('relay-compiler', ['--noWatchman', 'relay.config.json']);
  const artifacts = (await readdir(generated)).filter((file) => file.endsWith('.graphql.js'));
  assert.deepEqual(artifacts.map((file) => file.replace('.graphql.js', '')).sort(), [
    'RegisterAddedPageQuery',
    'RegisterDayQuery',
    'RegisterListQuery',
    'RegisterOrganizationsPageQuery',
    'RegisterRevisionQuery',
    'RegisterStatementsPageQuery',
    'RegisterStatementsQuery',
    'RegisterViewRefetchQuery',
    'Register_added',
    'Register_entity',
    'Register_node',
    'Register_organizations',
    'Register_statement',
    'Register_statements',
    'Register_view',
  ]);
});

describe('Two days in one store', () => {
  let environment;
  let query;
  before(async () => {
    ({ environment } = newEnvironment());
    query = artifact('RegisterDayQuery');
    for (const day of [EARLY, LATE]) await fetched(environment, query, { slug: 'cget', day });
  });
  const ofDay = (day) => shown(environment, query, { slug: 'cget', day }).organization;

  test('both are read out of it as the service answers them', async () => {
    const seen = '__typename id slug name asOf';
    const said = `__typename id key certainty standing validity { start end } subject { ${seen} }`;
    const plain = `query ($day: Date!) {
      organization(slug: "cget", asOf: $day) { ${seen} authorities { ${said} organization { ${seen} } } }
    }`;
    for (const day of [EARLY, LATE]) {
      const { __id, __fragments, __fragmentOwner, ...organization } = ofDay(day);
      assert.deepEqual({ organization }, await service.ask(plain, { day }));
      assert.equal(organization.asOf, day);
    }
    assert.deepEqual(
      [EARLY, LATE].map((day) => ofDay(day).authorities.map(({ organization }) => organization.slug)),
      [['premier-ministre'], ['ministre-cohesion-territoires']],
    );
  });

  test('a view refetched by node stays the view of its day', async () => {
    const view = artifact('Register_view');
    const refetch = artifact('RegisterViewRefetchQuery');
    const before = ofDay(EARLY);
    const { node } = await fetched(environment, refetch, { id: ofDay(LATE).id, lang: 'EN' });
    const translated = fragmentData(environment, view, node);
    assert.deepEqual(translated, { ...translated, id: ofDay(LATE).id, asOf: LATE });
    assert.notEqual(translated.translated, ofDay(LATE).name);
    assert.deepEqual(ofDay(EARLY), before);
  });

  test('what was kept elsewhere is read as if it had been fetched', async () => {
    const variables = { slug: 'cget', day: '2019-01-01' };
    const payload = await service.ask(query.params.text, variables);
    environment.commitPayload(createOperationDescriptor(query, variables), payload);
    assert.equal(shown(environment, query, variables).organization.asOf, '2019-01-01');
    assert.deepEqual(
      [ofDay(EARLY), ofDay(LATE)].map(({ asOf }) => asOf),
      [EARLY, LATE],
    );
  });
});

describe('A list in the store', () => {
  /** What the store shows of a fragment's connection, page after page, and how long it was after each. */
  async function grown({ query, variables, owner = (data) => data, fragment, page, field, next, toEnd = true }) {
    const { environment, asked } = newEnvironment();
    await fetched(environment, artifact(query), variables);
    const list = () =>
      fragmentData(environment, artifact(fragment), owner(shown(environment, artifact(query), variables)))[field];
    const lengths = [list().edges.length];
    for (let more; (more = next(list().pageInfo)); ) {
      const at = owner(shown(environment, artifact(query), variables));
      await fetched(environment, artifact(page), { ...variables, ...more, ...(at.id && { id: at.id }) });
      lengths.push(list().edges.length);
      if (!toEnd) break;
    }
    assert.ok(asked.length > 1);
    assert.deepEqual(asked, [query, ...Array(asked.length - 1).fill(page)]);
    return { lengths, nodes: list().edges.map(({ node }) => node), totalCount: list().totalCount };
  }

  test('a second page, and each after it, is appended', async () => {
    const { nodes, lengths, totalCount } = await grown({
      query: 'RegisterListQuery',
      variables: { asOf: EARLY },
      fragment: 'Register_organizations',
      page: 'RegisterOrganizationsPageQuery',
      field: 'organizations',
      next: ({ hasNextPage, endCursor }) => hasNextPage && { first: 7, after: endCursor },
    });
    const all = await service.ask('query ($day: Date!) { organizations(asOf: $day, first: 500) { nodes { id slug } } }', {
      day: EARLY,
    });
    assert.deepEqual(nodes.map(({ id, slug }) => ({ id, slug })), all.organizations.nodes);
    assert.equal(nodes.length, totalCount);
    assert.deepEqual(lengths.slice(0, 2), [7, 14]);
  });

  test('from the end, each page is put in front, of many types as they come', async () => {
    const variables = { filter: { subject: 'cget' } };
    const { nodes, lengths } = await grown({
      query: 'RegisterStatementsQuery',
      variables,
      fragment: 'Register_statements',
      page: 'RegisterStatementsPageQuery',
      field: 'statements',
      next: ({ hasPreviousPage, startCursor }) => hasPreviousPage && { last: 7, before: startCursor },
    });
    const all = await service.ask(
      'query ($filter: StatementFilter) { statements(filter: $filter, first: 500) { nodes { __typename key } } }',
      variables,
    );
    assert.deepEqual(nodes.map(({ __typename, key }) => ({ __typename, key })), all.statements.nodes);
    assert.ok(new Set(nodes.map(({ __typename }) => __typename)).size > 1);
    assert.deepEqual(lengths.slice(0, 2), [7, 14]);
  });

  test('a list within a node is grown by asking for the node', async () => {
    const { nodes, lengths } = await grown({
      query: 'RegisterRevisionQuery',
      variables: { number: 1 },
      owner: ({ revision }) => revision,
      fragment: 'Register_added',
      page: 'RegisterAddedPageQuery',
      field: 'added',
      next: ({ hasNextPage, endCursor }) => hasNextPage && { first: 7, after: endCursor },
      toEnd: false,
    });
    const all = await service.ask('{ revision(number: 1) { added(first: 14) { nodes { key } } } }');
    assert.deepEqual(nodes.map(({ key }) => ({ key })), all.revision.added.nodes);
    assert.deepEqual(lengths, [7, 14]);
  });
});

describe('Documents that the compiler persists', () => {
  const manifest = join(persisted, 'documents.json');
  let trusting;
  before(async () => {
    await writeFile(manifest, '{}');
    await run('relay-compiler', ['--noWatchman', 'relay.persisted.config.json']);
    trusting = await startService({ CGET_TRUSTED_DOCUMENTS: manifest, CGET_TRUSTED_DOCUMENTS_ONLY: 'true' });
  });
  after(() => trusting?.stop());

  test('are asked for by their ids alone', async () => {
    const query = artifact('RegisterDayQuery', persisted);
    const environment = new Environment({
      network: Network.create(async ({ id, text }, variables) => {
        assert.equal(text, null);
        return (await trusting.post({ documentId: id, variables })).body;
      }),
      store: new Store(new RecordSource()),
    });
    const { organization } = await fetched(environment, query, { slug: 'cget', day: LATE });
    assert.equal(organization.asOf, LATE);
  });

  test('are the only ones that are answered, where the service is told so', async () => {
    const [text] = Object.values(JSON.parse(await readFile(manifest, 'utf8')));
    const codes = async (query) => (await trusting.post({ query })).body.errors?.map(({ extensions }) => extensions.code);
    assert.deepEqual(await codes(`${text} `), ['DOCUMENT_NOT_TRUSTED']);
    assert.ok(!(await codes(text))?.includes('DOCUMENT_NOT_TRUSTED'));
  });
});
