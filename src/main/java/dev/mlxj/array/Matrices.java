package dev.mlxj.array;

/** Products of matrices. */
public sealed interface Matrices extends Operand permits Array {}
