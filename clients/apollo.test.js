// Apollo Client: one normalised cache over many days, persisted queries, lists that grow at either end.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { relayStylePagination } from '@apollo/client/utilities';
import { filter, firstValueFrom, timeout } from 'rxjs';
import { recordingFetch, startService } from './service.js';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
let service;
let possibleTypes;

before(async () => {
  service = await startService();
  const { __schema } = await service.ask('{ __schema { types { name possibleTypes { name } } } }');
  possibleTypes = Object.fromEntries(
    __schema.types.filter((type) => type.possibleTypes).map((type) => [type.name, type.possibleTypes.map(({ name }) => name)]),
  );
});
after(() => service?.stop());

const newClient = (link, cacheOptions = {}) =>
  new ApolloClient({
    link: link ?? new HttpLink({ uri: service.graphql, fetch }),
    cache: new InMemoryCache({ possibleTypes, ...cacheOptions }),
  });

const FRAGMENTS = gql`
  fragment Identified on Node {
    id
  }
  fragment Seen on Entity {
    ...Identified
    slug
    name
    asOf
  }
  fragment Said on Statement {
    ...Identified
    key
    certainty
    standing
    validity {
      start
      end
    }
    subject {
      ...Seen
    }
  }
`;
const AUTHORITY = gql`
  query Authority($slug: String!, $day: Date!) {
    organization(slug: $slug, asOf: $day) {
      ...Seen
      authorities {
        ...Said
        terms
        organization {
          ...Seen
        }
      }
    }
  }
  ${FRAGMENTS}
`;
const [EARLY, LATE] = ['2015-11-24', '2018-06-01'];

describe('Two days in one cache', () => {
  let client;
  const answers = {};
  before(async () => {
    client = newClient();
    for (const day of [EARLY, LATE]) {
      const { data } = await client.query({ query: AUTHORITY, variables: { slug: 'cget', day } });
      answers[day] = structuredClone(data);
    }
  });

  test('both days are read from the cache as they were answered', async () => {
    assert.deepEqual(
      [EARLY, LATE].map((day) => answers[day].organization.authorities.map((one) => one.organization.slug)),
      [['premier-ministre'], ['ministre-cohesion-territoires']],
    );
    for (const day of [EARLY, LATE]) {
      const { data } = await client.query({
        query: AUTHORITY,
        variables: { slug: 'cget', day },
        fetchPolicy: 'cache-only',
      });
      assert.deepEqual(data, answers[day]);
      assert.equal(data.organization.asOf, day);
    }
  });

  test('node gives back the view of either day, though the cache holds both', async () => {
    const query = gql`
      query View($id: ID!) {
        node(id: $id) {
          id
          ... on Entity {
            slug
            name
            asOf
          }
          ... on Organization {
            authorities {
              id
              organization {
                id
                slug
              }
            }
          }
        }
      }
    `;
    for (const day of [EARLY, LATE]) {
      const { organization } = answers[day];
      const { data } = await client.query({ query, variables: { id: organization.id }, fetchPolicy: 'network-only' });
      assert.deepEqual(
        { ...data.node, authorities: data.node.authorities.map(({ id, organization: of }) => [id, of.id, of.slug]) },
        {
          __typename: 'Organization',
          id: organization.id,
          slug: 'cget',
          name: organization.name,
          asOf: day,
          authorities: organization.authorities.map(({ id, organization: of }) => [id, of.id, of.slug]),
        },
      );
      const cached = await client.query({
        query: AUTHORITY,
        variables: { slug: 'cget', day },
        fetchPolicy: 'cache-only',
      });
      assert.deepEqual(cached.data, answers[day]);
    }
  });

  test('a fragment on an interface is read of any object that implements it', () => {
    const statement = answers[LATE].organization.authorities[0];
    const read = (object, fragmentName) =>
      client.cache.readFragment({ id: client.cache.identify(object), fragment: FRAGMENTS, fragmentName });
    assert.deepEqual(read(statement, 'Said'), {
      __typename: 'OrganizationLink',
      id: statement.id,
      key: statement.key,
      certainty: 'CERTAIN',
      standing: 'ACCEPTED',
      validity: { __typename: 'Validity', start: '2018-01-01', end: '2019-12-31' },
      subject: statement.subject,
    });
    assert.deepEqual(read(statement, 'Identified'), { __typename: 'OrganizationLink', id: statement.id });
    assert.deepEqual(read(statement.organization, 'Seen'), statement.organization);
  });
});

test('every type that implements Node is told by introspection to be one', () => {
  const { Node, Entity, Statement } = possibleTypes;
  assert.ok(Entity.length > 1 && Statement.length > 1);
  for (const type of [...Entity, ...Statement]) assert.ok(Node.includes(type), `${type} is no Node`);
  assert.deepEqual(Entity.filter((type) => Statement.includes(type)), []);
});

describe('Automatic persisted queries', () => {
  const query = gql`
    query Persisted($day: Date!) {
      organization(slug: "cget", asOf: $day) {
        id
        asOf
      }
    }
  `;
  const persistedClient = (record) =>
    newClient(
      new PersistedQueryLink({ sha256, useGETForHashedQueries: true }).concat(
        new HttpLink({ uri: service.graphql, fetch: recordingFetch(record) }),
      ),
    );
  const asked = async (day) => {
    const record = [];
    const { data } = await persistedClient(record).query({ query, variables: { day } });
    assert.equal(data.organization.asOf, day);
    return record.map(({ method, sendsQuery }) => [method, sendsQuery ? 'with the query' : 'by its digest']);
  };

  test('a digest is told to be unknown once, and is then enough for every client', async () => {
    assert.deepEqual(await asked(EARLY), [
      ['GET', 'by its digest'],
      ['POST', 'with the query'],
    ]);
    assert.deepEqual(await asked(EARLY), [['GET', 'by its digest']]);
    assert.deepEqual(await asked(LATE), [['GET', 'by its digest']]);
  });

  test('a query is not registered under the digest of another', async () => {
    const extensions = (text) => ({ persistedQuery: { version: 1, sha256Hash: sha256(text) } });
    const answer = async (asked) => {
      const { body } = await service.post(asked);
      return [body.data, body.errors?.map((error) => error.extensions.code)];
    };
    const innocent = '{ innocent: __typename }';
    assert.deepEqual(await answer({ query: '{ swapped: __typename }', extensions: extensions(innocent) }), [
      undefined,
      ['PERSISTED_QUERY_ID_MISMATCH'],
    ]);
    assert.deepEqual(await answer({ extensions: extensions(innocent) }), [undefined, ['PERSISTED_QUERY_NOT_FOUND']]);
  });
});

describe('A list that grows', () => {
  const LIST = gql`
    query List($asOf: Date!, $first: Int, $after: String, $last: Int, $before: String) {
      organizations(asOf: $asOf, first: $first, after: $after, last: $last, before: $before) {
        totalCount
        edges {
          cursor
          node {
            id
            slug
          }
        }
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
      }
    }
  `;
  const typePolicies = {
    Query: {
      fields: { organizations: relayStylePagination(['asOf', 'knownAt', 'revision', 'statedBy', 'certainty', 'filter']) },
    },
  };
  const slugs = ({ organizations }) => organizations.edges.map(({ node }) => node.slug);
  let all;
  before(async () => {
    const { data } = await newClient().query({ query: LIST, variables: { asOf: EARLY, first: 500 } });
    all = slugs(data);
    assert.equal(all.length, data.organizations.totalCount);
    assert.ok(all.length > 14);
  });

  /** What is watched of one day's list while page after page is fetched, another day's list beside it in the cache. */
  async function grown(first, next) {
    const client = newClient(undefined, { typePolicies });
    const list = client.watchQuery({ query: LIST, variables: { asOf: EARLY, ...first } });
    const longerThan = async (length) => {
      const shown = list.pipe(
        filter(({ data }) => data?.organizations.edges.length > length),
        timeout(10_000),
      );
      return (await firstValueFrom(shown)).data;
    };
    const kept = list.subscribe({});
    const lengths = [];
    let shown = await longerThan(0);
    const other = await client.query({ query: LIST, variables: { asOf: LATE, ...first } });
    for (let variables; (variables = next(shown.organizations.pageInfo)); ) {
      lengths.push(shown.organizations.edges.length);
      await list.fetchMore({ variables: { ...first, ...variables } });
      shown = await longerThan(lengths.at(-1));
    }
    kept.unsubscribe();
    const untouched = { query: LIST, variables: { asOf: LATE, ...first }, fetchPolicy: 'cache-only' };
    assert.deepEqual((await client.query(untouched)).data, other.data);
    assert.deepEqual(slugs(shown), all);
    assert.deepEqual(
      lengths,
      lengths.map((_, page) => 7 * (page + 1)),
    );
  }

  test('forward, each page is appended to its own day', () =>
    grown({ first: 7 }, ({ hasNextPage, endCursor }) => hasNextPage && { after: endCursor }));

  test('backward, each page is put in front of its own day', () =>
    grown({ last: 7 }, ({ hasPreviousPage, startCursor }) => hasPreviousPage && { before: startCursor }));
});
