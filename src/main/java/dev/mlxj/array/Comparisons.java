package dev.mlxj.array;

/** Comparisons, logic and bits, element by element. */
public sealed interface Comparisons extends Operand permits Array {}
