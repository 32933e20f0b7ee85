package dev.confab.client.messaging;

/** What happened to items of a {@link DataSet}. */
public enum DataSetChangeType {
    /** They came. */
    ADDED,
    /** They were there and something of them changed. */
    UPDATED,
    /** They went. */
    REMOVED
}
