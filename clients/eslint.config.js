// The contract against @graphql-eslint: its presets schema-recommended and schema-relay, and a description on everything.
// ESLint reads no file above its folder, so the contract comes by standard input:
//   npx eslint --stdin --stdin-filename schema.graphql < ../schema.graphql
import graphql from '@graphql-eslint/eslint-plugin';

const { parser, configs } = graphql;

export default [
  {
    files: ['**/*.graphql'],
    languageOptions: { parser, parserOptions: { graphQLConfig: { schema: '../schema.graphql' } } },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      ...configs['flat/schema-recommended'].rules,
      ...configs['flat/schema-relay'].rules,
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          rootField: true,
          DirectiveDefinition: true,
          FieldDefinition: true,
          InputValueDefinition: true,
          EnumValueDefinition: true,
        },
      ],
      // The option that is off refuses every list but `edges`; what a page has no need of is a plain list here, which
      // the Relay specification allows.
      '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],
      // `Post.postIn` is the W3C Organization Ontology's own word, and `Source.sourceKind` cannot be `kind`: that field
      // has another type on other nodes, and fragments on one interface must merge.
      '@graphql-eslint/no-typename-prefix': 'off',
      // What is only seen as a part of something else, or answered once, is no node and has no id of its own.
      '@graphql-eslint/strict-id-in-types': [
        'error',
        {
          exceptions: {
            suffixes: ['Connection', 'Edge'],
            types: [
              'Change',
              'Citation',
              'Comparison',
              'Contradiction',
              'PageInfo',
              'ProgrammeManager',
              'Register',
              'Silence',
              'SiteOccupant',
              'SourceRelation',
              'Structure',
              'StructureMember',
              'Validity',
            ],
          },
        },
      ],
    },
  },
];
