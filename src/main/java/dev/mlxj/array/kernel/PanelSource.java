package dev.mlxj.array.kernel;

/**
 * A matrix whose lines can be decoded to floats part by part, wherever and however they are stored:
 * what {@link Gemm} packs its panels from, so that weights are read once and never copied whole.
 */
@FunctionalInterface
public interface PanelSource {
    /** Decodes lines. Has scratch memory: it is for one thread. */
    @FunctionalInterface
    interface Lines {
        /** Decodes {@code n} elements of a line, from element {@code first} on. */
        void load(long line, long first, float[] into, int at, int n);
    }

    /** A decoder for one thread. */
    Lines open();
}
