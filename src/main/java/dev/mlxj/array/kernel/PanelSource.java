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

    /** Decodes neighbouring lines side by side. Has scratch memory: it is for one thread. */
    interface Columns {
        /** How many elements of a line can be opened at once. */
        int MOST_ELEMENTS = GemmKernel.DEPTH;

        /** How many lines can be opened at once. */
        int MOST_LINES = 256;

        /**
         * Says what is decoded next.
         *
         * @param line the first line, of {@code lines}
         * @param first the first element of each, a multiple of {@link #MOST_ELEMENTS}; of {@code
         *     n}
         */
        void open(long line, int lines, long first, int n);

        /** Decodes the i-th of the opened elements of each opened line. */
        void load(int i, float[] into, int at);
    }

    /** A decoder for one thread. */
    Lines open();

    /** A source that decodes lines side by side faster than one by one. */
    interface SideBySide extends PanelSource {
        /** A decoder for one thread. */
        Columns columns();
    }
}
