package dev.confab.sandbox.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A log that numbers its entries from 1 without a hole and forgets the oldest when it would exceed its bounds. Adding,
 * and reading from any number, take constant time.
 *
 * @param <E> the type of the entries
 */
public final class BoundedLog<E> {

    private final int maxEntries;
    private final long maxWeight;
    private final ToLongFunction<? super E> weigher;
    private @Nullable Object[] ring = new Object[16];
    private int head;
    private int size;
    private long weight;
    private long lastSeq;

    /**
     * Makes an empty log.
     *
     * @param maxEntries how many entries it keeps at most, at least 1
     * @param maxWeight how much they may weigh together; the newest entry is kept whatever it weighs
     * @param weigher tells the weight of an entry
     */
    public BoundedLog(int maxEntries, long maxWeight, ToLongFunction<? super E> weigher) {
        if (maxEntries < 1) {
            throw new IllegalArgumentException("A log keeps at least one entry, not " + maxEntries);
        }
        this.maxEntries = maxEntries;
        this.maxWeight = maxWeight;
        this.weigher = weigher;
    }

    /**
     * Adds an entry.
     *
     * @param entry makes the entry from its number
     */
    public void append(LongFunction<? extends E> entry) {
        E made = entry.apply(++lastSeq);
        if (size == ring.length) {
            grow();
        }
        ring[(head + size) % ring.length] = made;
        size++;
        weight += weigher.applyAsLong(made);
        while (size > maxEntries || (weight > maxWeight && size > 1)) {
            discardOldest();
        }
    }

    /**
     * Reads entries in order.
     *
     * @param seq only entries with a higher number are returned; 0 for all
     * @param limit how many at most
     * @return the entries that are still kept
     */
    public List<E> after(long seq, int limit) {
        long firstSeq = lastSeq - size + 1;
        long from = Math.max(seq + 1, firstSeq);
        int count = (int) Math.min(limit, Math.max(0, lastSeq - from + 1));
        List<E> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(entry((int) (from - firstSeq) + i));
        }
        return entries;
    }

    /**
     * Tells the number of the newest entry.
     *
     * @return its number, 0 when nothing was ever added
     */
    public long lastSeq() {
        return lastSeq;
    }

    /**
     * Tells how many entries are kept.
     *
     * @return their count
     */
    public int size() {
        return size;
    }

    /**
     * Tells how many entries were forgotten to keep the bounds.
     *
     * @return their count
     */
    public long discarded() {
        return lastSeq - size;
    }

    private void discardOldest() {
        weight -= weigher.applyAsLong(entry(0));
        ring[head] = null;
        head = (head + 1) % ring.length;
        size--;
    }

    private void grow() {
        @Nullable Object[] larger = new Object[ring.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = ring[(head + i) % ring.length];
        }
        ring = larger;
        head = 0;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // Only entries of type E are put in, and index stays below size.
    private E entry(int index) {
        return (E) ring[(head + index) % ring.length];
    }
}
