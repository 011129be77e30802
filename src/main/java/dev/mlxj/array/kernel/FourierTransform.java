package dev.mlxj.array.kernel;

/**
 * The discrete Fourier transform of one row of any length: by halving where the length is a power
 * of two, elsewhere as a convolution of such a length (Bluestein). Not scaled. For one thread.
 */
public final class FourierTransform {
    private final int n;
    private final boolean inverse;

    /** A power of two that holds the convolution, or n itself. */
    private final int size;

    private final double[] cos;
    private final double[] sin;

    /** {@code exp(-i pi k^2 / n)} and the transform of its conjugate; empty where not needed. */
    private final double[] chirpRe;

    private final double[] chirpIm;
    private final double[] filterRe;
    private final double[] filterIm;

    /** For rows of this length. */
    public FourierTransform(int n, boolean inverse) {
        this.n = n;
        this.inverse = inverse;
        boolean direct = n == Integer.highestOneBit(n);
        this.size = direct ? n : 2 * Integer.highestOneBit(2 * n - 1);
        this.cos = new double[Math.max(1, size / 2)];
        this.sin = new double[Math.max(1, size / 2)];
        for (int k = 0; k < size / 2; k++) {
            cos[k] = Math.cos(2 * Math.PI * k / size);
            sin[k] = -Math.sin(2 * Math.PI * k / size);
        }
        int chirp = direct ? 0 : n;
        this.chirpRe = new double[chirp];
        this.chirpIm = new double[chirp];
        this.filterRe = new double[direct ? 0 : size];
        this.filterIm = new double[direct ? 0 : size];
        for (int k = 0; k < chirp; k++) {
            double angle = Math.PI * ((long) k * k % (2L * n)) / n;
            chirpRe[k] = Math.cos(angle);
            chirpIm[k] = -Math.sin(angle);
            filterRe[k] = chirpRe[k];
            filterIm[k] = -chirpIm[k];
            filterRe[(size - k) % size] = filterRe[k];
            filterIm[(size - k) % size] = filterIm[k];
        }
        if (!direct) {
            halving(filterRe, filterIm);
        }
    }

    /** Transforms a row in place. */
    public void apply(double[] re, double[] im) {
        if (inverse) {
            negate(im);
        }
        if (size == n) {
            halving(re, im);
        } else {
            convolution(re, im);
        }
        if (inverse) {
            negate(im);
        }
    }

    private void convolution(double[] re, double[] im) {
        double[] x = new double[size];
        double[] y = new double[size];
        for (int k = 0; k < n; k++) {
            x[k] = re[k] * chirpRe[k] - im[k] * chirpIm[k];
            y[k] = re[k] * chirpIm[k] + im[k] * chirpRe[k];
        }
        halving(x, y);
        for (int k = 0; k < size; k++) {
            double product = x[k] * filterRe[k] - y[k] * filterIm[k];
            // The conjugate, so that the same transform leads back.
            y[k] = -(x[k] * filterIm[k] + y[k] * filterRe[k]);
            x[k] = product;
        }
        halving(x, y);
        for (int k = 0; k < n; k++) {
            double real = x[k] / size;
            double imaginary = -y[k] / size;
            re[k] = real * chirpRe[k] - imaginary * chirpIm[k];
            im[k] = real * chirpIm[k] + imaginary * chirpRe[k];
        }
    }

    private void halving(double[] re, double[] im) {
        for (int i = 1, j = 0; i < size; i++) {
            int bit = size >> 1;
            for (; (j & bit) != 0; bit >>= 1) {
                j ^= bit;
            }
            j ^= bit;
            if (i < j) {
                exchange(re, i, j);
                exchange(im, i, j);
            }
        }
        for (int half = 1; half < size; half *= 2) {
            int step = size / (2 * half);
            for (int first = 0; first < size; first += 2 * half) {
                for (int k = 0; k < half; k++) {
                    int a = first + k;
                    int b = a + half;
                    double c = cos[k * step];
                    double s = sin[k * step];
                    double real = re[b] * c - im[b] * s;
                    double imaginary = re[b] * s + im[b] * c;
                    re[b] = re[a] - real;
                    im[b] = im[a] - imaginary;
                    re[a] += real;
                    im[a] += imaginary;
                }
            }
        }
    }

    private static void exchange(double[] x, int i, int j) {
        double kept = x[i];
        x[i] = x[j];
        x[j] = kept;
    }

    private static void negate(double[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] = -x[i];
        }
    }
}
