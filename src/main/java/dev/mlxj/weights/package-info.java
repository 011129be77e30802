/**
 * A checkpoint as a tree of lazy arrays, and back: where {@code io}, which never computes, and
 * {@code array}, which never opens a file, meet.
 *
 * <p>Begin with {@link dev.mlxj.weights.Weights}: {@code load} gives the arrays of a model, whose
 * bytes are read when they are needed, and {@code save} writes arrays, computing them on the way.
 *
 * <p>Uses {@code array} and {@code io}. What a command does to a model is in {@code surgery}.
 */
@NullMarked
package dev.mlxj.weights;

import org.jspecify.annotations.NullMarked;
