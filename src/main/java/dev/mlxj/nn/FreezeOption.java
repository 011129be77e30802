package dev.mlxj.nn;

/** How {@link Module#freeze} and {@link Module#unfreeze} go about it. */
public enum FreezeOption {
    /** Only the module itself, not those inside it. */
    NO_RECURSE,
    /** Refuse, before any change, a key that no module visited has. */
    STRICT,
    /** Unfreeze also what a layer keeps frozen: running statistics, packed weights. */
    FORCE
}
