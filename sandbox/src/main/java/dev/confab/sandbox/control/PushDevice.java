package dev.confab.sandbox.control;

/**
 * A device that is registered for push notifications (Web Messaging protocol notes §2.10, §11.2).
 *
 * @param deploymentId the deployment
 * @param session the token of the session it is registered for
 * @param deviceToken by which the notification provider knows it
 * @param language of its notifications
 * @param deviceType {@code android} or {@code ios}
 * @param notificationProvider {@code FCM} or {@code APNS}
 */
public record PushDevice(
        String deploymentId,
        String session,
        String deviceToken,
        String language,
        String deviceType,
        String notificationProvider) {}
