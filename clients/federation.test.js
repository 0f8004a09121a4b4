// Apollo Federation: the register as one subgraph of three, composed as Apollo composes and asked through its gateway.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { composeServices } from '@apollo/composition';
import { ApolloGateway, LocalGraphQLDataSource, RemoteGraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { getOperationAST, parse, validate } from 'graphql';
import { startService } from './service.js';

const LINK = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@external", "@key", "@requires", "@shareable"])`;
const [EARLY, LATE] = ['2015-11-24', '2018-06-01'];
const plain = (value) => value && JSON.parse(JSON.stringify(value));
let service;
let sdl;

before(async () => {
  service = await startService({ CGET_FEDERATION: 'true' });
  sdl = (await service.ask('{ _service { sdl } }'))._service.sdl;
});
after(() => service?.stop());

/** What the register and these other subgraphs come to. */
const composed = (others = {}) =>
  composeServices(
    Object.entries({ register: sdl, ...others }).map(([name, text]) => ({ name, typeDefs: parse(text), url: `http://${name}` })),
  );

describe('Composition', () => {
  const other = (text) => composed({ other: `${LINK} ${text}` });

  for (const [what, compose] of [
    ['alone', () => composed()],
    ['with one that adds to a thing', () => other('type Post @key(fields: "slug") { slug: String! badge: String }')],
    ['with one that adds to a view', () => other('type Figure @key(fields: "id") { id: ID! checked: Boolean! }')],
    [
      'with one that only refers to a view',
      () => other('type Person @key(fields: "id", resolvable: false) { id: ID! } type Query { author: Person }'),
    ],
    [
      "with one that has Relay's lists and the scalars of time too",
      () =>
        other(`interface Node { id: ID! }
          scalar Date
          type Visit implements Node @key(fields: "id") { id: ID! day: Date! }
          type VisitConnection { nodes: [Visit!]! pageInfo: PageInfo! }
          type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
          type Query { visits: VisitConnection! }`),
    ],
  ]) {
    test(`the register composes ${what}`, () => {
      const { errors, hints } = compose();
      assert.deepEqual({ errors, hints }, { errors: undefined, hints: [] });
    });
  }

  test('what only bears the name of a type of the register is told apart and refused', () => {
    const { errors } = other('type Citation { locator: String } type Query { citation: Citation }');
    assert.deepEqual(
      errors?.map((error) => error.extensions.code),
      ['INVALID_FIELD_SHARING'],
    );
  });
});

describe('Through the gateway', () => {
  const BOOKS = { cget: 7, datar: 41 };
  // Knows things, whatever the day.
  const LIBRARY = `${LINK}
    type Query { mostRead: [Organization]! }
    type Organization @key(fields: "slug") { slug: String! books: Int! }`;
  // Knows views, each of its day.
  const NOTEBOOK = `${LINK}
    type Query { bookmarks: [Bookmark!]! }
    type Bookmark { organization: Organization mission: TextStatement post: Post }
    type Organization @key(fields: "id") {
      id: ID!
      slug: String! @external
      note: String!
      title: String! @requires(fields: "slug")
    }
    type Post @key(fields: "slug") @key(fields: "id") { id: ID! slug: String! }
    type TextStatement @key(fields: "id", resolvable: false) { id: ID! }`;
  const mostRead = [];
  const bookmarks = [];
  const asked = [];
  let gateway;
  let ask;

  before(async () => {
    const { supergraphSdl } = composed({ library: LIBRARY, notebook: NOTEBOOK });
    const library = buildSubgraphSchema({
      typeDefs: parse(LIBRARY),
      resolvers: { Query: { mostRead: () => mostRead }, Organization: { books: ({ slug }) => BOOKS[slug] ?? 0 } },
    });
    const notebook = buildSubgraphSchema({
      typeDefs: parse(NOTEBOOK),
      resolvers: {
        Query: { bookmarks: () => bookmarks },
        Organization: { note: ({ id }) => `on ${id}`, title: ({ slug }) => `of ${slug}` },
      },
    });
    const register = new RemoteGraphQLDataSource({
      url: service.graphql,
      willSendRequest: ({ request }) => void asked.push(plain(request.variables.representations)),
    });
    gateway = new ApolloGateway({
      supergraphSdl,
      buildService: ({ name }) =>
        ({
          register: () => register,
          library: () => new LocalGraphQLDataSource(library),
          notebook: () => new LocalGraphQLDataSource(notebook),
        })[name](),
    });
    let schema;
    gateway.onSchemaLoadOrUpdate(({ apiSchema }) => (schema = apiSchema));
    const { executor } = await gateway.load({ apollo: {} });
    ask = async (source) => {
      const document = parse(source);
      assert.deepEqual(validate(schema, document), []);
      const answer = await executor({
        request: { query: source, variables: {} },
        document,
        source,
        schema,
        operation: getOperationAST(document),
        operationName: null,
        queryHash: source,
        context: {},
        metrics: {},
        logger: console,
      });
      return plain(answer);
    };
  });
  after(() => gateway?.stop());
  beforeEach(() => {
    for (const list of [mostRead, bookmarks, asked]) list.length = 0;
  });

  const SEEN = 'id slug asOf name authorities { id certainty organization { id slug asOf name } }';
  const seenOn = (day) => `organization(slug: "cget", asOf: "${day}")`;
  const firstSeen = () => service.ask(`{ early: ${seenOn(EARLY)} { ${SEEN} } late: ${seenOn(LATE)} { ${SEEN} } }`);

  test('two days of one organisation stay apart, each with what the other subgraphs add', async () => {
    const { early, late } = await firstSeen();
    assert.notEqual(early.id, late.id);
    assert.notEqual(early.authorities[0].organization.slug, late.authorities[0].organization.slug);
    const selection = `{ ${SEEN} books note title }`;
    assert.deepEqual(await ask(`{ early: ${seenOn(EARLY)} ${selection} late: ${seenOn(LATE)} ${selection} }`), {
      data: {
        early: { ...early, books: BOOKS.cget, note: `on ${early.id}`, title: 'of cget' },
        late: { ...late, books: BOOKS.cget, note: `on ${late.id}`, title: 'of cget' },
      },
    });
    assert.equal(asked.length, 1);
  });

  test('an id that another subgraph kept gives the very view back, both days in one request', async () => {
    const { early, late } = await firstSeen();
    bookmarks.push({ organization: { id: early.id } }, { organization: { id: late.id } }, { organization: { id: early.id } });
    assert.deepEqual(await ask(`{ bookmarks { organization { ${SEEN} books note } } }`), {
      data: {
        bookmarks: [early, late, early].map((view) => ({
          organization: { ...view, books: BOOKS.cget, note: `on ${view.id}` },
        })),
      },
    });
    assert.deepEqual(asked, [[early, late, early].map(({ id }) => ({ __typename: 'Organization', id }))]);
  });

  test('a statement that another subgraph kept is given back too', async () => {
    const selection = 'id key text certainty validity { start end } subject { id slug name }';
    const { organization } = await service.ask(`{ ${seenOn(EARLY)} { missions { ${selection} } } }`);
    const [mission] = organization.missions;
    bookmarks.push({ mission: { id: mission.id } });
    assert.deepEqual(await ask(`{ bookmarks { mission { ${selection} } } }`), { data: { bookmarks: [{ mission }] } });
  });

  test('of what another subgraph knows by both keys the id decides, so that it keeps its day', async () => {
    const seen = `post(slug: "commissaire-general", asOf: "${EARLY}") { id slug asOf name }`;
    const { post } = await service.ask(`{ ${seen} }`);
    bookmarks.push({ post: { id: post.id, slug: post.slug } });
    assert.deepEqual(await ask('{ bookmarks { post { id slug asOf name } } }'), { data: { bookmarks: [{ post }] } });
    assert.deepEqual(asked, [[{ __typename: 'Post', id: post.id }]]);
  });

  test('an id that was never given is an error in its place, and the others are answered', async () => {
    const { early } = await firstSeen();
    bookmarks.push({ organization: { id: 'forged' } }, { organization: { id: early.id } });
    const { data, errors } = await ask('{ bookmarks { organization { slug asOf } } }');
    assert.deepEqual(data.bookmarks, [{ organization: null }, { organization: { slug: 'cget', asOf: EARLY } }]);
    assert.deepEqual(
      errors.map(({ path, extensions }) => [path, extensions.code, extensions.serviceName]),
      [[['bookmarks', 0, 'organization'], 'BAD_USER_INPUT', 'register']],
    );
  });

  test('a slug is the thing today in the latest revision, and null where there is none', async () => {
    mostRead.push({ slug: 'datar' }, { slug: 'library-of-alexandria' }, { slug: 'cget' });
    const selection = 'id slug asOf name revision { id number }';
    const { datar, cget } = await service.ask(
      `{ datar: organization(slug: "datar") { ${selection} } cget: organization(slug: "cget") { ${selection} } }`,
    );
    const { data, errors } = await ask(`{ mostRead { ${selection} books } }`);
    assert.deepEqual(data.mostRead, [{ ...datar, books: BOOKS.datar }, null, { ...cget, books: BOOKS.cget }]);
    assert.equal(errors, undefined);
    assert.deepEqual(asked, [
      ['datar', 'library-of-alexandria', 'cget'].map((slug) => ({ __typename: 'Organization', slug })),
    ]);
  });
});
