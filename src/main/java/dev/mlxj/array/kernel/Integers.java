package dev.mlxj.array.kernel;

/** Loops between stored integers and {@code long}. */
final class Integers {
    private Integers() {}

    /** 1 where the byte is not 0: safetensors does not say that a BOOL is 0 or 1. */
    static void truths(byte[] in, long[] block, int at, int n) {
        for (int i = 0; i < n; i++) {
            block[at + i] = in[i] != 0 ? 1 : 0;
        }
    }

    static void signed(byte[] in, long[] block, int at, int n) {
        for (int i = 0; i < n; i++) {
            block[at + i] = in[i];
        }
    }

    static void unsigned(byte[] in, long[] block, int at, int n) {
        for (int i = 0; i < n; i++) {
            block[at + i] = in[i] & 0xff;
        }
    }

    static void signed(short[] in, long[] block, int at, int n) {
        for (int i = 0; i < n; i++) {
            block[at + i] = in[i];
        }
    }

    static void unsigned(short[] in, long[] block, int at, int n) {
        for (int i = 0; i < n; i++) {
            block[at + i] = in[i] & 0xffff;
        }
    }

    static void signed(int[] in, long[] block, int at, int n) {
        for (int i = 0; i < n; i++) {
            block[at + i] = in[i];
        }
    }

    static void unsigned(int[] in, long[] block, int at, int n) {
        for (int i = 0; i < n; i++) {
            block[at + i] = in[i] & 0xffff_ffffL;
        }
    }

    static void truths(long[] block, int at, byte[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = (byte) (block[at + i] != 0 ? 1 : 0);
        }
    }

    static void narrow(long[] block, int at, byte[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = (byte) block[at + i];
        }
    }

    static void narrow(long[] block, int at, short[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = (short) block[at + i];
        }
    }

    static void narrow(long[] block, int at, int[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = (int) block[at + i];
        }
    }
}
