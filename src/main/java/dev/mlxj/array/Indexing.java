package dev.mlxj.array;

/** Parts of an array, and arrays with parts replaced. */
public sealed interface Indexing extends Operand permits Array {}
