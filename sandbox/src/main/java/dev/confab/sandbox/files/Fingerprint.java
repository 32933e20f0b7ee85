package dev.confab.sandbox.files;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** What is known of a file once its bytes went by: size, digests and first bytes. Takes the same memory for every size. */
public final class Fingerprint {

    /** How many of the first bytes are kept. */
    public static final int HEAD_BYTES = 32;

    private final MessageDigest md5 = digest("MD5");
    private final MessageDigest sha256 = digest("SHA-256");
    private final byte[] head = new byte[HEAD_BYTES];
    private long size;

    /** Begins with nothing. */
    public Fingerprint() {}

    /**
     * Makes the fingerprint of bytes that are all there.
     *
     * @param bytes the whole content
     * @return its fingerprint
     */
    public static Fingerprint of(byte[] bytes) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(bytes);
        return fingerprint;
    }

    /**
     * Takes the next bytes.
     *
     * @param bytes what follows
     */
    public void add(byte[] bytes) {
        if (size < HEAD_BYTES) {
            System.arraycopy(bytes, 0, head, (int) size, (int) Math.min(bytes.length, HEAD_BYTES - size));
        }
        size += bytes.length;
        md5.update(bytes);
        sha256.update(bytes);
    }

    /**
     * Tells how many bytes went by.
     *
     * @return their count
     */
    public long size() {
        return size;
    }

    /**
     * Tells the first bytes.
     *
     * @return at most {@link #HEAD_BYTES}
     */
    public byte[] head() {
        return Arrays.copyOf(head, (int) Math.min(size, HEAD_BYTES));
    }

    /**
     * Tells the MD5 digest, which is no proof against ill will but what the protocol has.
     *
     * @return 16 bytes
     */
    public byte[] md5() {
        return snapshot(md5);
    }

    /**
     * Tells the SHA-256 digest.
     *
     * @return lower-case hex
     */
    public String sha256() {
        return HexFormat.of().formatHex(snapshot(sha256));
    }

    private static byte[] snapshot(MessageDigest digest) {
        try {
            return ((MessageDigest) digest.clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has " + name, e);
        }
    }
}
