// Updates over the air: the file is the sender, openssl verifies.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "Arduino.h"
#include "ArduinoOTA.h"
#include "Updater.h"
#include "world.h"

ArduinoOTAClass ArduinoOTA;
UpdaterClass Update;

// Where an image of this chip begins.
static const uint8_t MAGIC = 0xE9;
static const size_t LENGTH_SIZE = 4;
static const uint32_t RSA_2048 = 256;

static void path_of(char path[512], const char *name)
{
    snprintf(path, 512, "%s/%s", world.folder, name);
}

static void answer(const char *what)
{
    printf("update %s\n", what);
    fflush(stdout);
}

static void write_file(const char *path, const void *bytes, size_t size)
{
    const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || write(file, bytes, size) != static_cast<ssize_t>(size))
        exit(5);
    close(file);
}

uint32_t BearSSL::SigningVerifier::length()
{
    return strstr(key_->pem, "-----BEGIN PUBLIC KEY-----") ? RSA_2048 : 0;
}

bool BearSSL::SigningVerifier::verify(const uint8_t *image, size_t size, const uint8_t *signature)
{
    char key_path[512], image_path[512], signature_path[512];
    path_of(key_path, "update.key");
    path_of(image_path, "update.image");
    path_of(signature_path, "update.signature");
    write_file(key_path, key_->pem, strlen(key_->pem));
    write_file(image_path, image, size);
    write_file(signature_path, signature, RSA_2048);
    const pid_t child = fork();
    if (child == 0) {
        const int nowhere = open("/dev/null", O_RDWR);
        dup2(nowhere, 1);
        dup2(nowhere, 2);
        execlp("openssl", "openssl", "dgst", "-sha256", "-verify", key_path, "-signature", signature_path, image_path,
               static_cast<char *>(nullptr));
        _exit(127);
    }
    int status = 0;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool UpdaterClass::installSignature(UpdaterHashClass *, UpdaterVerifyClass *verify)
{
    verify_ = verify;
    return true;
}

bool UpdaterClass::end(const uint8_t *image, size_t size)
{
    if (size == 0)
        return false;
    if (verify_) {
        const uint32_t expected = verify_->length();
        if (size < LENGTH_SIZE)
            return false;
        const uint8_t *field = image + size - LENGTH_SIZE;
        const uint32_t length = field[0] | field[1] << 8 | field[2] << 16 | static_cast<uint32_t>(field[3]) << 24;
        if (expected == 0 || length != expected || size < length + LENGTH_SIZE)
            return false;
        size -= length + LENGTH_SIZE;
        if (!verify_->verify(image, size, image + size))
            return false;
    }
    return size > 0 && image[0] == MAGIC;
}

void ArduinoOTAClass::begin(bool)
{
}

void ArduinoOTAClass::onStart(void (*function)())
{
    start_ = function;
}

int ArduinoOTAClass::getCommand()
{
    return command_;
}

// Arduino writes it over the one that is there, and asks for the signature afterwards.
static void overwrite_files()
{
    static const char *const NAMES[] = {"wifi-a", "wifi-b"};
    char path[512];
    for (const char *name : NAMES) {
        path_of(path, name);
        unlink(path);
    }
}

void ArduinoOTAClass::handle()
{
    static uint8_t image[65536];
    char path[512];
    path_of(path, "update");
    int file = open(path, O_RDONLY);
    command_ = file >= 0 ? U_FLASH : U_FS;
    if (file < 0) {
        path_of(path, "update-files");
        file = open(path, O_RDONLY);
    }
    if (file < 0)
        return;
    const ssize_t size = read(file, image, sizeof image);
    close(file);
    unlink(path);
    if (start_)
        start_();
    if (command_ == U_FS)
        overwrite_files();
    if (size == 0)
        answer("begun");
    // As Arduino's, which waits as long as the sender stays.
    while (size == 0) {
        world_wait();
        world_listen();
        world_yield();
    }
    const bool taken = Update.end(image, static_cast<size_t>(size));
    answer(taken ? "taken" : "refused");
    if (taken)
        ESP.restart();
}
