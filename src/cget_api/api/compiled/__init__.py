"""The fast path: validated operations as plain Python functions over the views of the core.

Each operation becomes functions written for it alone, one for each selection of each type, so that nothing is looked up
while it is answered that could be known before. Fields are collected by graphql-core's own functions, resolvers and
serializers are those of the schema. What is asked again of the same thing is put together of pieces, JSON that is the
same from one day to another. What is not understood is not compiled, and whatever surprises a running plan (an
error, a null where none may stand, too many values, too little time) makes it give up: then the reference executor
answers, errors included. So this room can be taken out without changing an answer.
"""
