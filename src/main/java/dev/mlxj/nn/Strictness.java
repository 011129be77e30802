package dev.mlxj.nn;

/** What to do about names that a module does not have. */
public enum Strictness {
    /** Refuse them, before anything is changed. */
    STRICT,
    /** Leave them out. */
    LENIENT
}
