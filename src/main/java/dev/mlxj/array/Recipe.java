package dev.mlxj.array;

import java.util.List;

/** How an array is computed: a primitive and its inputs. */
record Recipe(Primitive primitive, List<Array> inputs) {}
