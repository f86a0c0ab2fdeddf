// What the sketch uses of Arduino's Updater. end() looks at an image as Arduino 3.1.2 does; openssl does BearSSL's part.
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { U_FLASH = 0, U_FS = 100 };

class UpdaterHashClass
{
};

class UpdaterVerifyClass
{
public:
    virtual ~UpdaterVerifyClass() = default;
    // Of a signature; 0: there is no key.
    virtual uint32_t length() = 0;
    virtual bool verify(const uint8_t *image, size_t size, const uint8_t *signature) = 0;
};

namespace BearSSL
{
class PublicKey
{
public:
    explicit PublicKey(const char *pem) : pem(pem) {}
    const char *const pem;
};

class HashSHA256 : public UpdaterHashClass
{
};

class SigningVerifier : public UpdaterVerifyClass
{
public:
    explicit SigningVerifier(PublicKey *key) : key_(key) {}
    uint32_t length() override;
    bool verify(const uint8_t *image, size_t size, const uint8_t *signature) override;

private:
    PublicKey *key_;
};
}

class UpdaterClass
{
public:
    bool installSignature(UpdaterHashClass *hash, UpdaterVerifyClass *verify);
    // The whole image as it came; true: the next start is its.
    bool end(const uint8_t *image, size_t size);

private:
    UpdaterVerifyClass *verify_ = nullptr;
};
extern UpdaterClass Update;
