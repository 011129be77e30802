package dev.mlxj.array.op;

/**
 * A complex number, for the functions whose formulas need several steps. Computed in double
 * precision and rounded once when it is stored.
 */
public record Complex(double re, double im) {
    /** The i-th of the numbers whose parts stand by turns. */
    static Complex at(float[] pairs, int i) {
        return new Complex(pairs[2 * i], pairs[2 * i + 1]);
    }

    /** Rounds the number into the i-th place. */
    void put(float[] pairs, int i) {
        pairs[2 * i] = (float) re;
        pairs[2 * i + 1] = (float) im;
    }

    Complex plus(Complex other) {
        return new Complex(re + other.re, im + other.im);
    }

    Complex minus(Complex other) {
        return new Complex(re - other.re, im - other.im);
    }

    Complex times(Complex other) {
        return new Complex(re * other.re - im * other.im, re * other.im + im * other.re);
    }

    Complex times(double factor) {
        return new Complex(re * factor, im * factor);
    }

    /** The quotient; by 0 it is infinite, in the way of C. */
    Complex over(Complex other) {
        double size = other.re * other.re + other.im * other.im;
        if (size == 0) {
            double infinity = Math.copySign(Double.POSITIVE_INFINITY, other.re);
            return new Complex(infinity * re, infinity * im);
        }
        return new Complex(
                (re * other.re + im * other.im) / size, (im * other.re - re * other.im) / size);
    }

    double size() {
        return Math.hypot(re, im);
    }

    boolean isNaN() {
        return Double.isNaN(re) || Double.isNaN(im);
    }

    /** Whether it comes before the other: by the real parts, then by the imaginary ones. */
    boolean isLess(Complex other) {
        return re < other.re || (re == other.re && im < other.im);
    }

    /** An order for sorting: {@link #isLess}, and NaN behind all others. */
    static int compare(Complex a, Complex b) {
        if (a.isNaN() || b.isNaN()) {
            return Boolean.compare(a.isNaN(), b.isNaN());
        }
        return a.isLess(b) ? -1 : b.isLess(a) ? 1 : 0;
    }

    Complex exp() {
        double size = Math.exp(re);
        return new Complex(size * Math.cos(im), im == 0 ? im : size * Math.sin(im));
    }

    /** The principal value: the imaginary part is between -pi and pi. */
    Complex log() {
        return new Complex(Math.log(size()), Math.atan2(im, re));
    }

    /** {@code log(1 + z)}, accurate near 0. */
    Complex log1p() {
        return new Complex(Math.log1p(re * (2 + re) + im * im) / 2, Math.atan2(im, 1 + re));
    }

    /** The root with a real part that is not negative. */
    Complex sqrt() {
        double root = Math.sqrt((size() + Math.abs(re)) / 2);
        double other = root == 0 ? 0 : Math.abs(im) / (2 * root);
        return new Complex(re >= 0 ? root : other, Math.copySign(re >= 0 ? other : root, im));
    }

    Complex sinh() {
        return new Complex(Math.sinh(re) * Math.cos(im), Math.cosh(re) * Math.sin(im));
    }

    Complex cosh() {
        return new Complex(Math.cosh(re) * Math.cos(im), Math.sinh(re) * Math.sin(im));
    }

    Complex tanh() {
        if (Math.abs(re) > 20) {
            return new Complex(Math.signum(re), 0);
        }
        double size = Math.cosh(2 * re) + Math.cos(2 * im);
        return new Complex(Math.sinh(2 * re) / size, Math.sin(2 * im) / size);
    }

    /** {@code -i tanh(i z)}. */
    Complex tan() {
        return new Complex(-im, re).tanh().turnedBack();
    }

    /**
     * {@code log(z + sqrt(z^2 + 1))}; this and its kin are after Kahan, so cuts are where C has
     * them.
     */
    Complex arcsinh() {
        Complex one = new Complex(1 + im, -re).sqrt();
        Complex other = new Complex(1 - im, re).sqrt();
        return new Complex(
                asinh(one.re * other.im - other.re * one.im),
                Math.atan2(im, one.re * other.re - one.im * other.im));
    }

    /** {@code -i arcsinh(i z)}. */
    Complex arcsin() {
        return new Complex(-im, re).arcsinh().turnedBack();
    }

    Complex arccos() {
        Complex one = new Complex(1 - re, -im).sqrt();
        Complex other = new Complex(1 + re, im).sqrt();
        return new Complex(
                2 * Math.atan2(one.re, other.re), asinh(other.re * one.im - other.im * one.re));
    }

    /** The number with a real part that is not negative whose hyperbolic cosine this is. */
    Complex arccosh() {
        Complex one = new Complex(re - 1, im).sqrt();
        Complex other = new Complex(re + 1, im).sqrt();
        return new Complex(
                asinh(one.re * other.re + one.im * other.im), 2 * Math.atan2(one.im, other.re));
    }

    Complex arctanh() {
        double across = im * im;
        double real = Math.log1p(4 * re / ((1 - re) * (1 - re) + across)) / 4;
        return new Complex(real, Math.atan2(2 * im, (1 - re) * (1 + re) - across) / 2);
    }

    /** {@code -i arctanh(i z)}. */
    Complex arctan() {
        return new Complex(-im, re).arctanh().turnedBack();
    }

    private static double asinh(double x) {
        double size = Math.abs(x);
        return Math.copySign(Math.log1p(size + size * size / (1 + Math.hypot(1, size))), x);
    }

    private Complex turnedBack() {
        return new Complex(im, -re);
    }
}
