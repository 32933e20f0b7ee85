package dev.confab.sandbox.identity;

/**
 * Somebody who can log in (Web Messaging protocol notes §11.2).
 *
 * @param id tells users apart; it is the subject of their tokens
 * @param firstName the name that agents see
 * @param lastName the family name that agents see
 */
public record User(String id, String firstName, String lastName) {

    /**
     * Checks the id.
     *
     * @param id tells users apart; it is the subject of their tokens
     * @param firstName the name that agents see
     * @param lastName the family name that agents see
     */
    public User {
        if (id.isBlank()) {
            throw new IllegalArgumentException("The id of a user must not be blank");
        }
    }
}
