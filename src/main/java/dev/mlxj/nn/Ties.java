package dev.mlxj.nn;

/** What happens to the other names of a module that is replaced under one of its names. */
public enum Ties {
    /** They keep the old module, as in MLX. */
    BREAK,
    /** They get the new one too. */
    KEEP
}
